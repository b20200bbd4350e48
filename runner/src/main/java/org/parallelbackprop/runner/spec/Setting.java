package org.parallelbackprop.runner.spec;

/**
 * A value that an experiment file gives, checked and in its one written form ({@code 0.001},
 * however the file wrote it).
 *
 * @param value the written form
 * @param place where it stands
 */
public record Setting(String value, Place place) {}

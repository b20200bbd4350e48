package org.parallelbackprop.engine;

import java.util.OptionalDouble;

/**
 * What a device can do at most, as an engine that computes on it measured.
 *
 * @param name as its maker calls it
 * @param pciBusId its place on the PCI bus as CUDA writes it: the fact {@code pci-bus-id} of
 *     sessions on it
 * @param operationsPerSecond float32 operations in fused multiply-adds on registers, each of which
 *     counts as two
 * @param tf32OperationsPerSecond operations of the fastest large matrix product on tensor cores
 *     with factors in TF32; empty without a library for it. It is what a library reaches, not what
 *     the tensor cores could do at most
 * @param bytesPerSecond read and written by a[i] = b[i] + s·c[i] over arrays that no cache holds
 */
public record DeviceRoofs(
    String name,
    String pciBusId,
    double operationsPerSecond,
    OptionalDouble tf32OperationsPerSecond,
    double bytesPerSecond) {}

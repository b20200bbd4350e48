package org.parallelbackprop.results;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes sure that what was read holds null only where its type says so, however deep. */
final class RecordCheck {

  private RecordCheck() {}

  /**
   * Checks a record.
   *
   * @throws IllegalArgumentException if a component that is not {@link Nullable} is null; the
   *     message names it
   */
  static void requireNoUnexpectedNull(Record value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      check(component.getName(), component.getAnnotatedType(), read(component, value));
    }
  }

  private static void check(String name, AnnotatedType type, @Nullable Object value) {
    switch (value) {
      case null -> {
        if (!type.isAnnotationPresent(Nullable.class)) {
          throw new IllegalArgumentException(name + " must not be null");
        }
      }
      case Record nested -> requireNoUnexpectedNull(nested);
      case Collection<?> elements ->
          elements.forEach(element -> check(name, argument(type, 0), element));
      case Map<?, ?> entries ->
          entries.values().forEach(element -> check(name, argument(type, 1), element));
      default -> {}
    }
  }

  private static AnnotatedType argument(AnnotatedType type, int index) {
    return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[index];
  }

  private static @Nullable Object read(RecordComponent component, Record value) {
    try {
      // Components of private records are read too.
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the components of a record can be read", e);
    }
  }
}

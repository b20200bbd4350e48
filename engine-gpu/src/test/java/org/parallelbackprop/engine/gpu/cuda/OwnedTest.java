package org.parallelbackprop.engine.gpu.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OwnedTest {

  private final List<String> closed = new ArrayList<>();
  private final Owned owned = new Owned();

  private void own(String name) {
    owned.own(() -> closed.add(name));
  }

  private void ownFailing(String name) {
    owned.own(() -> {
      throw new IllegalStateException(name);
    });
  }

  @Test
  void theLastComesFirstAndOnce() {
    own("a");
    own("b");
    owned.close();
    owned.close();
    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  void oneFailureDoesNotKeepTheOthersOpen() {
    own("a");
    ownFailing("b");
    own("c");
    ownFailing("d");
    Throwable failure = catchThrowable(owned::close);
    assertThat(failure).hasMessage("d");
    assertThat(failure.getSuppressed())
        .singleElement()
        .hasToString("java.lang.IllegalStateException: b");
    assertThat(closed).containsExactly("c", "a");
  }

  @Test
  void theCauseOfClosingComesFirst() {
    ownFailing("a");
    Throwable cause = new IllegalArgumentException("cause");
    owned.closeAfter(cause);
    assertThat(cause.getSuppressed())
        .singleElement()
        .hasToString("java.lang.IllegalStateException: a");
  }
}

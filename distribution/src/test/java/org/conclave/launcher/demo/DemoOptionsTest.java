package org.conclave.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {
  @Test
  void defaultsAreThreeMembersAndTenMessages() throws Exception {
    assertThat(DemoOptions.parse(List.of()))
        .isEqualTo(new DemoOptions(3, 10, 0, false, null, false, false, false, false, false));
  }

  @Test
  void everyOptionIsTaken() throws Exception {
    assertThat(
            DemoOptions.parse(
                List.of(
                    "--members",
                    "4",
                    "--messages",
                    "100",
                    "--rate",
                    "10",
                    "--kill-engine",
                    "--swap",
                    "networking",
                    "--takeover",
                    "--revoke",
                    "--open-invite",
                    "--json")))
        .isEqualTo(new DemoOptions(4, 100, 10, true, "networking", true, true, true, true, false));
  }

  @Test
  void unknownUnfinishedAndAbsurdOptionsAreRefused() {
    for (List<String> words :
        List.of(
            List.of("--fast"),
            List.of("--members"),
            List.of("--members", "1"),
            List.of("--messages", "x"),
            List.of("--revoke", "--messages", "1"),
            List.of("--takeover", "--revoke", "--members", "2"))) {
      assertThatThrownBy(() -> DemoOptions.parse(words))
          .isInstanceOf(DemoOptions.UsageException.class);
    }
  }
}

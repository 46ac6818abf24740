package org.conclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void defaultProfileFollowsTheBaseDirectorySpecification() throws Exception {
    assertThat(Options.parse(List.of(), Map.of("XDG_DATA_HOME", "/data")).profile())
        .isEqualTo(Path.of("/data/conclave"));
    assertThat(Options.parse(List.of(), Map.of("XDG_DATA_HOME", "relative")).profile())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/share/conclave"));
    assertThat(Options.parse(List.of(), Map.of()).profile()).isAbsolute();
  }

  @Test
  void everyOptionIsTaken() throws Exception {
    Options options =
        Options.parse(
            List.of(
                "--profile",
                "/p",
                "--headless",
                "--passphrase-fd",
                "3",
                "--listen",
                "/ip4/127.0.0.1/tcp/0"),
            Map.of());
    assertThat(options.profile()).isEqualTo(Path.of("/p"));
    assertThat(options.headless()).isTrue();
    assertThat(options.passphraseDescriptor()).isEqualTo("3");
    assertThat(options.listen()).containsExactly("/ip4/127.0.0.1/tcp/0");
  }

  @Test
  void unknownAndUnfinishedOptionsAreRefused() {
    for (List<String> words :
        List.of(
            List.of("--colour"),
            List.of("profile"),
            List.of("--profile"),
            List.of("--headless", "--passphrase-fd", "secret"),
            List.of("--listen", "localhost:1"),
            List.of("--passphrase-file", "/f"))) {
      assertThatThrownBy(() -> Options.parse(words, Map.of()))
          .isInstanceOf(Options.UsageException.class);
    }
  }
}

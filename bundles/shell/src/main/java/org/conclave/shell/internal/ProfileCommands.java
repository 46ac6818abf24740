package org.conclave.shell.internal;

import java.util.List;
import java.util.Map;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.storage.ProfileAccess;
import org.jspecify.annotations.Nullable;

/**
 * Creating, unlocking and locking the profile. A passphrase comes from a file, never from an
 * argument.
 */
final class ProfileCommands implements CommandSet {
  private final Services services;

  ProfileCommands(Services services) {
    this.services = services;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "create-profile",
            "PASSPHRASE-FILE",
            "Makes a new profile, sealed with the passphrase in the first line of the file.",
            arguments -> {
              try (SecretBytes passphrase = PassphraseFile.read(arguments.position(0))) {
                services.profile().create(passphrase);
              }
              return describe(services.profile());
            }),
        new Command(
            "unlock",
            "PASSPHRASE-FILE",
            "Unlocks the profile with the passphrase in the first line of the file.",
            arguments -> {
              try (SecretBytes passphrase = PassphraseFile.read(arguments.position(0))) {
                services.profile().unlock(passphrase);
              }
              return describe(services.profile());
            }),
        new Command(
            "lock",
            "",
            "Locks the profile: connections close, and nothing is readable until it is unlocked.",
            arguments -> {
              services.profile().lock();
              return describe(services.profile());
            }));
  }

  private static @Nullable Object describe(ProfileAccess profile) {
    return Map.of("profile", profile.status().name());
  }
}

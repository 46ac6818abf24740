package org.conclave.shell.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.engine.ProgressListener;
import org.conclave.api.migration.BackupSummary;
import org.conclave.api.migration.Migration;
import org.conclave.api.migration.MigrationException;

/**
 * Moving the account to another machine. A passphrase comes from a file, never from an argument.
 * While a command works it says how far it is on standard error, one line for each tenth.
 */
final class MigrationCommands implements CommandSet {
  private final Services services;

  MigrationCommands(Services services) {
    this.services = services;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        new Command(
            "export-backup",
            "FILE --passphrase-file PASSPHRASE-FILE [--history]",
            "Writes this account to a file, sealed with the passphrase in the first line of"
                + " PASSPHRASE-FILE; with --history its messages too. Whoever has the file and the"
                + " passphrase has the account.",
            arguments ->
                run(
                    arguments,
                    (migration, file, passphrase, progress) ->
                        migration.export(file, passphrase, arguments.has("history"), progress))),
        new Command(
            "inspect-backup",
            "FILE --passphrase-file PASSPHRASE-FILE",
            "Says whose account is in a backup, and what else. Changes nothing.",
            arguments -> run(arguments, Migration::inspect)),
        new Command(
            "restore-backup",
            "FILE --passphrase-file PASSPHRASE-FILE",
            "Puts the account of a backup into this profile, which must belong to no organisation."
                + " The device that had it locks as soon as a member is reached.",
            arguments -> run(arguments, Migration::restore)));
  }

  /** What the three have in common. */
  @FunctionalInterface
  private interface Call {
    BackupSummary on(
        Migration migration, Path file, SecretBytes passphrase, ProgressListener progress)
        throws MigrationException;
  }

  private Object run(Arguments arguments, Call call) throws Exception {
    Path file = path(arguments.position(0));
    try (SecretBytes passphrase = PassphraseFile.read(arguments.require("passphrase-file"))) {
      return describe(call.on(services.migration(), file, passphrase, tenths()));
    }
  }

  private static Path path(String text) throws CommandException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw CommandException.usage("This is no name of a file: " + text + ".");
    }
  }

  private static ProgressListener tenths() {
    int[] told = {-1};
    return perMille -> {
      if (perMille / 100 > told[0]) {
        told[0] = perMille / 100;
        System.err.println("progress " + 10 * told[0] + " %");
      }
    };
  }

  private static Map<String, Object> describe(BackupSummary backup) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("organisation", backup.account().organisation().toHex());
    answer.put("organisation_name", backup.account().organisationName());
    answer.put("user", backup.account().user().toHex());
    answer.put("name", backup.account().memberName());
    answer.put("role", backup.account().role().name());
    answer.put("holds_root", backup.account().holdsRoot());
    answer.put("created_at", backup.createdAt().toString());
    answer.put("conversations", backup.conversations());
    answer.put("messages", backup.messages());
    answer.put("size", backup.size());
    return answer;
  }
}

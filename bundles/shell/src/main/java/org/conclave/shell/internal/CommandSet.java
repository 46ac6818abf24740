package org.conclave.shell.internal;

import java.util.List;

/** Commands of one subject. */
interface CommandSet {
  List<Command> commands();
}

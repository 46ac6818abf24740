/**
 * Everything the window can do, as commands. Each command is a Gogo function of the scope {@code
 * conclave}; headless, a line of standard input is one command and a line of standard output its
 * answer.
 */
@org.jspecify.annotations.NullMarked
package org.conclave.shell.internal;

/** {@code conclave --headless} as a process that another program drives. */
@org.jspecify.annotations.NullMarked
package org.conclave.launcher.headless;

/** The parts of the application that can be switched. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.module;

/** Everything that the window says, in each language. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.text;

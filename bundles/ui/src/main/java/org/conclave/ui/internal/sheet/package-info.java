/** Questions asked within the window, above its content. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.sheet;

/** Theme, palette, type and icons: the only place that knows how things look. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.look;

/** The window: its component, its frame, and which screen it shows. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal;

/** Knowing that a member is who one thinks: comparing safety numbers. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.trust;

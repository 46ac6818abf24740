/** Codes that people carry from one device to another: as text, in a file, or as a QR picture. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.carry;

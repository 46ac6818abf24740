/** Passphrases on their way from a field to what takes them. */
@org.jspecify.annotations.NullMarked
package org.conclave.ui.internal.passphrase;

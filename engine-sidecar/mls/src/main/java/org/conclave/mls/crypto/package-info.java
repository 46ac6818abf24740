/** Cipher suites, HPKE and the labelled functions of RFC 9420 section 5. */
@NullMarked
package org.conclave.mls.crypto;

import org.jspecify.annotations.NullMarked;

/** Credentials of type x509, RFC 9420 section 5.3, judged by the rules of RFC 5280. */
@NullMarked
package org.conclave.mls.x509;

import org.jspecify.annotations.NullMarked;

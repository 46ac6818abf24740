/** Keys at rest: from the passphrase to the profile key, and from it to every sealed value. */
@org.jspecify.annotations.NullMarked
package org.conclave.persistence.internal.seal;

/** Which groups this device is in, who else is, and where their envelopes go. */
@NullMarked
package org.conclave.networking.internal.groups;

import org.jspecify.annotations.NullMarked;

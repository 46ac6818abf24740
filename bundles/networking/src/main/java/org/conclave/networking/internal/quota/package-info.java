/** What one device may cost: how much it may ask for, and whom its work holds up. */
@NullMarked
package org.conclave.networking.internal.quota;

import org.jspecify.annotations.NullMarked;

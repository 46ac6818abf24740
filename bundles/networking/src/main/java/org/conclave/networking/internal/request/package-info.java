/** Questions to one member's device, and the answers. */
@NullMarked
package org.conclave.networking.internal.request;

import org.jspecify.annotations.NullMarked;

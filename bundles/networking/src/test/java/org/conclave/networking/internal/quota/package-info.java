@org.jspecify.annotations.NullMarked
package org.conclave.networking.internal.quota;

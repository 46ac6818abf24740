/** Tests in a real framework over the real distribution folder, and across real processes. */
@org.jspecify.annotations.NullMarked
package org.conclave.itests;

package org.conclave.mls.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests against ts-mls. They run where Node.js is and ts-mls can be installed; the suite says at
 * its end how many did, or why none.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("interop-ts-mls")
@ExtendWith(InteropTsMlsSuite.class)
public @interface InteropTsMls {}

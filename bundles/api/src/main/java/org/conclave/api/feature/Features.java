package org.conclave.api.feature;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The parts of the application that can be switched: a bundle whose manifest has the {@link
 * #HEADER}. The organisation's policy decides; where it leaves the choice, the member does.
 * Switching takes effect at once, and the choice is kept in the profile. Thread-safe.
 */
@ProviderType
public interface Features {
  /**
   * The manifest header by which a bundle says that it can be switched: one clause in the OSGi
   * syntax, {@code id;title="…";description="…"}. See docs/architecture.md, Features.
   */
  String HEADER = "Conclave-Feature";

  /** All that are installed, by title. Never blocks. */
  List<Feature> all();

  /**
   * The member's choice.
   *
   * @throws FeatureException NO_SUCH_FEATURE, HELD_BY_POLICY, LOCKED (no unlocked profile), FAILED
   */
  void choose(String id, boolean on) throws FeatureException;
}

package org.conclave.api.organisation;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told when members, devices or admissions changed, after the commit. Register it as a service.
 * Called on a thread of onboarding; must not block.
 */
@ConsumerType
public interface OrganisationListener {
  void organisationChanged();

  /** {@link Organisation#standing} is another one. */
  default void standingChanged(OwnStanding standing) {}

  /** A peer of the organisation refused this device; {@code message} is for the person. */
  default void refused(String message) {}
}

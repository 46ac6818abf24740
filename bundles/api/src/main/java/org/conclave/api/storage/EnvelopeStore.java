package org.conclave.api.storage;

import java.util.List;
import java.util.Optional;
import org.conclave.api.identity.EnvelopeId;
import org.conclave.api.identity.GroupId;
import org.conclave.api.identity.StateId;
import org.osgi.annotation.versioning.ProviderType;

/** Ciphertext of groups. */
@ProviderType
public interface EnvelopeStore {
  /**
   * Adds it, or changes the status of the one that is there; WAITING never replaces another status.
   */
  void put(StoredEnvelope envelope) throws StorageException;

  Optional<StoredEnvelope> find(GroupId group, EnvelopeId id) throws StorageException;

  /** One line for each epoch, from {@code firstEpoch} on, of which something PROCESSED is held. */
  List<EpochHoldings> holdings(GroupId group, long firstEpoch) throws StorageException;

  /** Ids of the PROCESSED envelopes of an epoch, oldest first. */
  List<EnvelopeId> ids(GroupId group, long epoch) throws StorageException;

  /** Those that wait for {@code state}, oldest first. */
  List<StoredEnvelope> waitingFor(GroupId group, StateId state) throws StorageException;

  /** How many of the group wait, so that a flood can be bounded. */
  int waiting(GroupId group) throws StorageException;

  /** Removes what is held of epochs before {@code epoch}. */
  void deleteBefore(GroupId group, long epoch) throws StorageException;
}

package org.conclave.mls.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conclave.mls.CommitApplied;
import org.conclave.mls.GroupState;
import org.conclave.mls.JoinRequest;
import org.conclave.mls.JoinResult;
import org.conclave.mls.Joined;
import org.conclave.mls.MlsEngine;
import org.conclave.mls.NewState;
import org.conclave.mls.ProcessResult;
import org.conclave.mls.ProposalStored;
import org.conclave.mls.StoredKeyPackages;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.Row;
import org.conclave.mls.schedule.RowChanges;
import org.conclave.mls.schedule.RowKey;
import org.conclave.mls.tree.RatchetTree;
import org.conclave.mls.tree.TreeSegment;

/**
 * Joins by Welcome and follows the commits, through the facade and with all state in its stored
 * form.
 */
final class PassiveClientVectors {
  private PassiveClientVectors() {}

  static void follow(Case vector) throws Exception {
    MlsEngine engine = new MlsEngine();
    CipherSuite suite = vector.suite();
    KeyPackage keyPackage = MlsMessage.decode(vector.hex("key_package"), KeyPackage.class);
    assertThat(suite.publicKeyOf(vector.secret("init_priv"))).isEqualTo(keyPackage.initKey());
    assertThat(suite.publicKeyOf(vector.secret("encryption_priv")))
        .isEqualTo(keyPackage.leafNode().encryptionKey());
    assertThat(suite.signatureKeyOf(vector.secret("signature_priv")))
        .isEqualTo(keyPackage.leafNode().signatureKey());
    List<Psk.External> external = new ArrayList<>();
    for (Case psk : vector.objects("external_psks")) {
      external.add(new Psk.External(psk.hex("psk_id"), psk.secret("psk")));
    }
    JoinRequest request =
        new JoinRequest(
            vector.hex("welcome"),
            List.of(
                StoredKeyPackages.of(
                    vector.hex("key_package"),
                    vector.hex("init_priv"),
                    vector.hex("encryption_priv"))),
            vector.isNull("ratchet_tree") ? null : vector.hex("ratchet_tree"),
            external);
    // The vectors were made at one time and are run at another.
    JoinResult result = engine.joinGroupAtAnyTime(request);
    assertThat(result).isInstanceOf(Joined.class);
    NewState state = ((Joined) result).state();
    assertThat(engine.epochAuthenticator(state.secrets()))
        .isEqualTo(vector.hex("initial_epoch_authenticator"));
    RatchetTree tree = engine.resolveTree(null, List.of(state.treeSegment()));
    for (Case epoch : vector.objects("epochs")) {
      state = advance(engine, state, tree, epoch, List.copyOf(external));
      TreeSegment segment = state.treeSegment();
      tree = engine.resolveTree(segment.isFull() ? null : tree, List.of(segment));
      assertThat(tree.treeHash()).isEqualTo(engine.treeHash(state.epoch()));
      assertThat(engine.epochAuthenticator(state.secrets()))
          .isEqualTo(epoch.hex("epoch_authenticator"));
    }
  }

  private static NewState advance(
      MlsEngine engine, NewState state, RatchetTree tree, Case epoch, List<Psk> psks) {
    Map<RowKey, Row> rows = new LinkedHashMap<>();
    state.rows().forEach(row -> rows.put(row.key(), row));
    byte[] pending = new byte[0];
    for (byte[] proposal : epoch.hexes("proposals")) {
      ProcessResult result = engine.process(current(state, rows, pending), tree, proposal, psks);
      assertThat(result).as(String.valueOf(result)).isInstanceOf(ProposalStored.class);
      ProposalStored stored = (ProposalStored) result;
      pending = stored.pending();
      store(rows, stored.rows());
    }
    ProcessResult result =
        engine.process(current(state, rows, pending), tree, epoch.hex("commit"), psks);
    assertThat(result).as(String.valueOf(result)).isInstanceOf(CommitApplied.class);
    NewState next = ((CommitApplied) result).state();
    assertThat(next).isNotNull();
    return next;
  }

  private static GroupState current(NewState state, Map<RowKey, Row> rows, byte[] pending) {
    return new GroupState(state.epoch(), state.secrets(), List.copyOf(rows.values()), pending);
  }

  private static void store(Map<RowKey, Row> rows, RowChanges changes) {
    changes.deleted().forEach(rows::remove);
    changes.put().forEach(row -> rows.put(row.key(), row));
  }
}

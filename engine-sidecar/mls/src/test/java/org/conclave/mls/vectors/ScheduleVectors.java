package org.conclave.mls.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.conclave.mls.codec.Decoder;
import org.conclave.mls.crypto.CipherSuite;
import org.conclave.mls.crypto.Secret;
import org.conclave.mls.group.MemberIdentity;
import org.conclave.mls.group.SenderData;
import org.conclave.mls.group.WelcomeOpener;
import org.conclave.mls.message.AuthenticatedContent;
import org.conclave.mls.message.GroupContext;
import org.conclave.mls.message.KeyPackage;
import org.conclave.mls.message.MlsMessage;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.message.Welcome;
import org.conclave.mls.schedule.EpochSecrets;
import org.conclave.mls.schedule.KeyAndNonce;
import org.conclave.mls.schedule.KeySchedule;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.schedule.PskSecret;
import org.conclave.mls.schedule.RatchetLimits;
import org.conclave.mls.schedule.RowKey.Kind;
import org.conclave.mls.schedule.SecretTree;
import org.conclave.mls.schedule.TranscriptHash;
import org.conclave.mls.tree.Extensions;

/** Everything that derives secrets. */
final class ScheduleVectors {
  private ScheduleVectors() {}

  static void keySchedule(Case vector) {
    CipherSuite suite = vector.suite();
    Secret init = vector.secret("initial_init_secret");
    long number = 0;
    for (Case epoch : vector.objects("epochs")) {
      GroupContext context =
          new GroupContext(
              suite.id(),
              vector.hex("group_id"),
              number++,
              epoch.hex("tree_hash"),
              epoch.hex("confirmed_transcript_hash"),
              Extensions.NONE);
      assertThat(context.encoded()).isEqualTo(epoch.hex("group_context"));
      KeySchedule schedule =
          KeySchedule.advance(
              suite,
              init,
              epoch.secret("commit_secret"),
              epoch.secret("psk_secret"),
              context.encoded());
      assertThat(schedule.joiner()).isEqualTo(epoch.secret("joiner_secret"));
      assertThat(schedule.welcome()).isEqualTo(epoch.secret("welcome_secret"));
      assertThat(schedule.encryption()).isEqualTo(epoch.secret("encryption_secret"));
      EpochSecrets secrets = schedule.secrets();
      assertThat(secrets.init()).isEqualTo(epoch.secret("init_secret"));
      assertThat(secrets.senderData()).isEqualTo(epoch.secret("sender_data_secret"));
      assertThat(secrets.exporter()).isEqualTo(epoch.secret("exporter_secret"));
      assertThat(secrets.epochAuthenticator()).isEqualTo(epoch.secret("epoch_authenticator"));
      assertThat(secrets.external()).isEqualTo(epoch.secret("external_secret"));
      assertThat(secrets.confirmation()).isEqualTo(epoch.secret("confirmation_key"));
      assertThat(secrets.membership()).isEqualTo(epoch.secret("membership_key"));
      assertThat(secrets.resumption()).isEqualTo(epoch.secret("resumption_psk"));
      assertThat(suite.deriveKeyPair(secrets.external()).publicKey())
          .isEqualTo(epoch.hex("external_pub"));
      Case exporter = epoch.object("exporter");
      assertThat(
              secrets.export(
                  suite,
                  exporter.text("label"),
                  exporter.hex("context"),
                  exporter.integer("length")))
          .isEqualTo(exporter.secret("secret"));
      init = secrets.init();
    }
  }

  static void pskSecret(Case vector) throws Exception {
    List<PreSharedKeyId> ids = new ArrayList<>();
    List<Psk> psks = new ArrayList<>();
    for (Case psk : vector.objects("psks")) {
      ids.add(new PreSharedKeyId.External(psk.hex("psk_id"), psk.hex("psk_nonce")));
      psks.add(new Psk.External(psk.hex("psk_id"), psk.secret("psk")));
    }
    assertThat(PskSecret.compute(vector.suite(), ids, psks)).isEqualTo(vector.secret("psk_secret"));
  }

  static void transcriptHashes(Case vector) throws Exception {
    CipherSuite suite = vector.suite();
    AuthenticatedContent commit =
        Decoder.decodeAll(vector.hex("authenticated_content"), AuthenticatedContent::decode);
    byte[] confirmed =
        TranscriptHash.confirmed(suite, vector.hex("interim_transcript_hash_before"), commit);
    assertThat(confirmed).isEqualTo(vector.hex("confirmed_transcript_hash_after"));
    byte[] tag = commit.auth().confirmationTag();
    assertThat(tag).isNotNull();
    assertThat(suite.verifyMac(vector.secret("confirmation_key"), tag, confirmed)).isTrue();
    assertThat(TranscriptHash.interim(suite, confirmed, tag))
        .isEqualTo(vector.hex("interim_transcript_hash_after"));
  }

  static void secretTree(Case vector) throws Exception {
    CipherSuite suite = vector.suite();
    Case data = vector.object("sender_data");
    KeyAndNonce keys =
        SenderData.keys(suite, data.secret("sender_data_secret"), data.hex("ciphertext"));
    assertThat(keys.key()).isEqualTo(data.secret("key"));
    assertThat(keys.nonce()).isEqualTo(data.hex("nonce"));
    int leaves = vector.array("leaves").size();
    SecretTree tree =
        new SecretTree(
            suite,
            leaves,
            SecretTree.rootRow(leaves, vector.secret("encryption_secret")),
            RatchetLimits.DEFAULT);
    for (int leaf = 0; leaf < leaves; leaf++) {
      for (Case row : Case.objects(vector.array("leaves").get(leaf).getAsJsonArray())) {
        int generation = row.integer("generation");
        KeyAndNonce handshake = tree.take(leaf, Kind.HANDSHAKE, generation).orElseThrow().keys();
        assertThat(handshake.key()).isEqualTo(row.secret("handshake_key"));
        assertThat(handshake.nonce()).isEqualTo(row.hex("handshake_nonce"));
        KeyAndNonce application =
            tree.take(leaf, Kind.APPLICATION, generation).orElseThrow().keys();
        assertThat(application.key()).isEqualTo(row.secret("application_key"));
        assertThat(application.nonce()).isEqualTo(row.hex("application_nonce"));
      }
    }
  }

  static void welcome(Case vector) throws Exception {
    CipherSuite suite = vector.suite();
    KeyPackage keyPackage = MlsMessage.decode(vector.hex("key_package"), KeyPackage.class);
    Welcome welcome = MlsMessage.decode(vector.hex("welcome"), Welcome.class);
    MemberIdentity.OwnKeyPackage own =
        new MemberIdentity.OwnKeyPackage(keyPackage, vector.secret("init_priv"), Secret.zeros(0));
    WelcomeOpener.Opened opened =
        WelcomeOpener.open(WelcomeOpener.unseal(welcome, List.of(own)), List.of());
    assertThat(opened.groupInfo().isSignedBy(suite, vector.hex("signer_pub"))).isTrue();
    GroupContext context = opened.groupInfo().groupContext();
    KeySchedule schedule =
        KeySchedule.join(
            suite, opened.secrets().joinerSecret(), opened.pskSecret(), context.encoded());
    assertThat(
            suite.verifyMac(
                schedule.secrets().confirmation(),
                opened.groupInfo().confirmationTag(),
                context.confirmedTranscriptHash()))
        .isTrue();
  }
}

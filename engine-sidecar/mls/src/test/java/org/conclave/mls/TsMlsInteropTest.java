package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.conclave.mls.crypto.CipherSuites;
import org.conclave.mls.interop.InteropTsMls;
import org.conclave.mls.interop.TsMlsMembers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups in which members by ts-mls and by our engine are together. */
@InteropTsMls
class TsMlsInteropTest {
  /** Since ts-mls looks at the clock, so must we. */
  private final long now = System.currentTimeMillis() / 1000;

  private TsMlsMembers members;

  @BeforeEach
  void start() throws IOException {
    members = TsMlsMembers.start();
  }

  @AfterEach
  void end() throws IOException {
    members.close();
  }

  /**
   * Suites and seeds of histories; a failure names both. Of the first 40 seeds four (4, 5, 8 and
   * 23) are left out: there ts-mls refuses a valid tree as it joins by Welcome, since it wants all
   * parents above an unmerged leaf to list the same leaves, where RFC 9420 (section 12.4.3.1) wants
   * that leaf listed in between.
   */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "1, 3", "2, 9", "3, 10", "4, 6", "5, 7", "6, 11", "7, 12"})
  void randomHistoriesAgree(int suite, long seed) throws Exception {
    new MixedHistory(
            seed,
            name -> new OurParty(name, suite, now),
            name -> new TsMlsParty(members, name, suite, now))
        .run(12);
  }

  @Test
  void eachJoinsAndComesBackByExternalCommitAsToldByTheOther() throws Exception {
    OurParty founder = new OurParty("founder", CipherSuites.DEFAULT, now);
    OurParty ours = new OurParty("ours", CipherSuites.DEFAULT, now);
    TsMlsParty theirs = new TsMlsParty(members, "theirs", CipherSuites.DEFAULT, now);
    founder.found(Device.GROUP_ID);
    founder.follow(theirs.joinAlone(founder.groupInfo(true), null));
    byte[] second = ours.joinAlone(theirs.groupInfo(false), null);
    founder.follow(second);
    theirs.follow(second);
    byte[] theirReturn = theirs.joinAlone(ours.groupInfo(true), 1);
    founder.follow(theirReturn);
    ours.follow(theirReturn);
    byte[] ourReturn = ours.joinAlone(theirs.groupInfo(false), 2);
    founder.follow(ourReturn);
    theirs.follow(ourReturn);
    assertThat(ours.authenticator()).isEqualTo(founder.authenticator());
    assertThat(theirs.authenticator()).isEqualTo(founder.authenticator());
    assertThat(ours.device.tree().memberCount()).isEqualTo(3);
    assertThat(theirs.read(ours.send("back"))).isEqualTo("back");
    assertThat(ours.read(theirs.send("too"))).isEqualTo("too");
  }

  @Test
  void bothExportTheSame() throws Exception {
    OurParty ours = new OurParty("ours", CipherSuites.DEFAULT, now);
    TsMlsParty theirs = new TsMlsParty(members, "theirs", CipherSuites.DEFAULT, now);
    ours.found(Device.GROUP_ID);
    theirs.join(ours.commit(List.of(theirs.keyPackage()), List.of()).welcome());
    JsonObject epoch = theirs.ask("epoch", Map.of());
    NewState state = ours.device.state;
    byte[] exported =
        ours.device.engine.exporter(
            state.epoch(), state.secrets(), "interop", new byte[] {1, 2, 3}, 32);
    assertThat(epoch.get("exported").getAsString()).isEqualTo(HexFormat.of().formatHex(exported));
    assertThat(epoch.get("treeHash").getAsString())
        .isEqualTo(HexFormat.of().formatHex(state.tree().treeHash()));
    assertThat(epoch.get("epoch").getAsLong()).isEqualTo(state.summary().epoch());
  }
}

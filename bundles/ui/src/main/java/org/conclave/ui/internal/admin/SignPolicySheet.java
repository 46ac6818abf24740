package org.conclave.ui.internal.admin;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import net.miginfocom.swing.MigLayout;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.SitePolicy;
import org.conclave.ui.internal.look.Parts;

/** Shows what changes and for whom, before it is signed. */
final class SignPolicySheet extends ActSheet {
  private static final long serialVersionUID = 1L;

  SignPolicySheet(
      Office office,
      String site,
      long members,
      List<String> changes,
      SitePolicy policy,
      Runnable signed) {
    super(office, "sheet.policy", office.say("admin.policy.sign.title"));
    prose(site.isEmpty() ? "admin.policy.sign.all" : "admin.policy.sign.site", members, site);
    JPanel list =
        new JPanel(new MigLayout("insets 16, gap 0 8, fillx, wrap 1", "[grow, fill, 0:0:]"));
    list.putClientProperty(FlatClientProperties.STYLE, "background: $Conclave.list; arc: 12");
    JTextArea lines = Parts.prose(String.join("\n", changes));
    lines.setName("policy.changes");
    lines.setFocusable(true);
    lines.getAccessibleContext().setAccessibleName(office.say("admin.policy.sign.title"));
    lines.putClientProperty(
        FlatClientProperties.STYLE,
        "font: $Label.font; foreground: $Label.foreground; margin: 0,0,0,0");
    list.add(lines, "wmin 0");
    form.add(list, "wmin 0");
    prose("admin.policy.sign.stricter");
    JButton go =
        Parts.primary(
            "policy.sign.go",
            office.say("admin.policy.sign.go"),
            event ->
                act(
                    office.say("admin.signing"),
                    () -> {
                      office
                          .desk()
                          .services()
                          .require(Administration.class)
                          .setPolicy(site, policy);
                      return true;
                    },
                    done -> {
                      signed.run();
                      done(office.say("admin.policy.signed"));
                    }));
    end(cancel(), go);
    focusFirst(go);
  }
}

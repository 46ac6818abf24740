package org.conclave.ui.internal;

import java.awt.event.KeyEvent;
import java.io.File;
import java.util.List;
import java.util.Locale;
import org.conclave.ui.internal.look.Theme;

/**
 * Pictures of every page of administration and of the modules, to be looked at. Not in the suite.
 */
public final class AdminPictures extends AdminStage {
  private static final List<String> PAGES =
      List.of(
          "members", "requests", "invitations", "policy", "contradictions", "recovery", "audit");

  private AdminPictures(File screenshots) throws Exception {
    super(screenshots);
    scenarios.put("light", () -> pictures(Theme.LIGHT));
    scenarios.put("dark", () -> pictures(Theme.DARK));
  }

  /**
   * @param arguments the folder for screenshots, and optionally the theme
   */
  public static void main(String[] arguments) throws Exception {
    new AdminPictures(new File(arguments[0])).playAll(List.of(arguments));
  }

  private void pictures(Theme theme) {
    openAdministration(theme, 1280, 800);
    pages(theme, "1280");
    sheets(theme, "1280");
    resize(480, 760);
    hand.click("rail.ADMINISTRATION");
    picture(theme, "sections", "480");
    pages(theme, "480");
    sheets(theme, "480");
  }

  private void picture(Theme theme, String page, String width) {
    hand.picture("admin-" + page + "-" + width + "-" + theme.name().toLowerCase(Locale.ROOT));
  }

  private boolean narrow() {
    return Hand.frame().getWidth() < 700;
  }

  private void pages(Theme theme, String width) {
    for (int i = 0; i < PAGES.size(); i++) {
      section(i);
      hand.settle();
      picture(theme, PAGES.get(i), width);
      back();
    }
    hand.click("rail.MODULES");
    hand.click("module.migration.expand");
    picture(theme, "modules", width);
    hand.click("module.migration.expand");
    hand.click("rail.ADMINISTRATION");
  }

  private void back() {
    if (narrow()) {
      hand.click("administration.back");
      hand.awaitSeen("administration.sections");
    }
  }

  private void sheets(Theme theme, String width) {
    section(0);
    hand.clickIn("admin.members", 100, 32 + 64);
    picture(theme, "member", width);
    hand.click("member.delegate");
    picture(theme, "delegate", width);
    hand.press(KeyEvent.VK_ESCAPE);
    hand.awaitFocus("member.done");
    hand.click("member.revoke");
    picture(theme, "revoke", width);
    hand.press(KeyEvent.VK_ESCAPE);
    hand.awaitFocus("member.done");
    hand.press(KeyEvent.VK_ESCAPE);
    hand.click("admin.members.invite");
    hand.click("invite.open");
    picture(theme, "invite", width);
    hand.press(KeyEvent.VK_ESCAPE);
    back();
    section(1);
    hand.clickIn("admin.requests", 100, 32);
    picture(theme, "request", width);
    hand.press(KeyEvent.VK_ESCAPE);
    back();
    section(2);
    hand.clickIn("admin.invitations", 100, 32);
    picture(theme, "invitation", width);
    hand.press(KeyEvent.VK_ESCAPE);
    back();
    section(4);
    hand.clickIn("admin.contradictions", 100, 32);
    picture(theme, "evidence", width);
    hand.press(KeyEvent.VK_ESCAPE);
    back();
    section(5);
    hand.click("admin.split");
    hand.click("split.code");
    hand.type(AdministrationFake.RECOVERY);
    hand.click("split.go");
    hand.awaitText("shares.which", "Share 1");
    picture(theme, "shares", width);
    hand.press(KeyEvent.VK_ESCAPE);
    hand.click("admin.succeed");
    picture(theme, "succeed", width);
    hand.press(KeyEvent.VK_ESCAPE);
    back();
    section(6);
    hand.clickIn("audit.entries", 100, 32);
    picture(theme, "entry", width);
    hand.press(KeyEvent.VK_ESCAPE);
    back();
  }
}

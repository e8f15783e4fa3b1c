package dev.muster.server.config;

/**
 * How notices leave this server by mail. Webhooks and syslog say where to with each subscription.
 *
 * @param mailHost empty when there is no mail
 * @param mailPort of the host
 * @param mailTls {@code starttls}, {@code tls}, or {@code none} for a host that is this machine
 * @param mailUser empty when the host asks for none
 * @param mailPasswordFile within the data directory or absolute
 * @param mailFrom whose messages they are
 */
public record NoticeConfig(
        String mailHost, int mailPort, String mailTls, String mailUser, String mailPasswordFile, String mailFrom) {
    public static final NoticeConfig STANDARD = new NoticeConfig("", 587, "starttls", "", "", "muster@localhost");
    private static final int PORT_MAX = 65_535;

    static NoticeConfig read(Settings settings) {
        String tls = settings.text("notice.mail-tls", STANDARD.mailTls);
        if (!java.util.List.of("starttls", "tls", "none").contains(tls)) {
            throw new StartFailure("notice.mail-tls is starttls, tls or none, not \"" + tls + "\".");
        }
        return new NoticeConfig(
                settings.text("notice.mail-host", STANDARD.mailHost),
                settings.number("notice.mail-port", STANDARD.mailPort, 1, PORT_MAX),
                tls,
                settings.text("notice.mail-user", STANDARD.mailUser),
                settings.text("notice.mail-password-file", STANDARD.mailPasswordFile),
                settings.text("notice.mail-from", STANDARD.mailFrom));
    }
}

package dev.muster.server.notice;

import dev.muster.server.config.NoticeConfig;
import jakarta.mail.Address;
import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;

/** Plain text by SMTP. Its Message-ID is the message's id, so that a second copy is seen as one. */
final class MailChannel implements Channel {
    private static final String MILLIS_MOST = "20000";

    private final NoticeConfig config;
    private final Path data;
    private final SSLSocketFactory tls;

    MailChannel(NoticeConfig config, Path data, SSLSocketFactory tls) {
        this.config = config;
        this.data = data;
        this.tls = tls;
    }

    /** Whether a text is one address, such as {@code ops@city.example}. */
    static boolean isAddress(String text) {
        try {
            Address[] all = InternetAddress.parse(text, true);
            return all.length == 1
                    && all[0] instanceof InternetAddress one
                    && text.equals(one.getAddress())
                    && text.indexOf('@') > 0;
        } catch (MessagingException e) {
            return false;
        }
    }

    @Override
    public void send(Recipient to, List<Message> messages) throws IOException {
        if (config.mailHost().isEmpty()) {
            throw new IOException("notice.mail-host is not set");
        }
        Session session = Session.getInstance(properties(), authenticator());
        try {
            Message first = messages.getFirst();
            MimeMessage mail = new Named(session, "<" + first.id() + "." + to.org() + "@muster>");
            mail.setFrom(new InternetAddress(config.mailFrom(), true));
            mail.setRecipient(RecipientType.TO, new InternetAddress(to.target(), true));
            mail.setSubject(
                    messages.size() == 1
                            ? "[Muster " + to.org() + "] " + first.says().replaceAll("\\s+", " ")
                            : "[Muster " + to.org() + "] " + messages.size() + " notices",
                    "UTF-8");
            mail.setSentDate(Date.from(first.at()));
            mail.setHeader("Auto-Submitted", "auto-generated");
            mail.setText(
                    messages.stream()
                            .map(message -> message.at() + " " + message.line())
                            .collect(Collectors.joining("\n", "", "\n")),
                    "UTF-8");
            Transport.send(mail);
        } catch (MessagingException e) {
            throw new IOException(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", config.mailHost());
        properties.put("mail.smtp.port", "" + config.mailPort());
        properties.put("mail.smtp.connectiontimeout", MILLIS_MOST);
        properties.put("mail.smtp.timeout", MILLIS_MOST);
        properties.put("mail.smtp.writetimeout", MILLIS_MOST);
        properties.put("mail.smtp.auth", "" + !config.mailUser().isEmpty());
        properties.put("mail.smtp.ssl.socketFactory", tls);
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        switch (config.mailTls()) {
            case "tls" -> properties.put("mail.smtp.ssl.enable", "true");
            case "starttls" -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            default -> {
                // Only for a host that is this machine; the setting says so.
            }
        }
        return properties;
    }

    private Authenticator authenticator() throws IOException {
        String password = config.mailPasswordFile().isEmpty()
                ? ""
                : Files.readString(data.resolve(config.mailPasswordFile()), StandardCharsets.UTF_8)
                        .strip();
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(config.mailUser(), password);
            }
        };
    }

    /** Keeps the id that it is given. */
    private static final class Named extends MimeMessage {
        private final String id;

        Named(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}

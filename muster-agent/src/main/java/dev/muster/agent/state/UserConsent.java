package dev.muster.agent.state;

import dev.muster.format.devices.orders.UserAnswer.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What this device asks its user about an update, in a file that {@code muster agent consent} and {@code postpone} write
 * too. There is one question at a time: the newest update's.
 */
public final class UserConsent {
    /** Longer than orders live; who needs more must say so again. */
    public static final Duration MOST_POSTPONED = Duration.ofDays(7);

    private final Path file;
    private final Durability durability;

    /**
     * The question.
     *
     * @param update which one: SHA-256 of its envelope, hexadecimal
     * @param risk what it removes, for the user; empty when nobody said
     * @param until when the user is asked again, after postponing
     * @param told whether the server knows how it stands
     */
    public record Question(String update, String risk, Standing standing, Optional<Instant> until, boolean told) {}

    public UserConsent(DeviceRoots roots) {
        this.file = roots.state().resolve("consent");
        this.durability = roots.durability();
    }

    /** Empty while nothing was ever asked. */
    public Optional<Question> question() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        PropertyLines lines = PropertyLines.read(file);
        if (lines.get("update").isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Question(
                    lines.require("update"),
                    lines.get("risk").orElse(""),
                    Standing.valueOf(lines.require("standing")),
                    lines.get("until").map(Instant::parse),
                    lines.get("told").isPresent()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** How it stands with this update; its user is asked when that was not done, or is due again. */
    public Question ask(String update, String risk, Instant now) throws IOException {
        Optional<Question> before = question().filter(one -> one.update().equals(update));
        boolean due = before.flatMap(Question::until)
                .filter(until -> !now.isBefore(until))
                .isPresent();
        if (before.isPresent() && !due) {
            return before.get();
        }
        Standing first = always() ? Standing.CONSENTED : Standing.ASKED;
        return write(new Question(update, risk, first, Optional.empty(), false), always());
    }

    /** The user's answer to what is asked; empty when nothing is. */
    public Optional<Question> consent() throws IOException {
        Optional<Question> asked = question();
        return asked.isEmpty()
                ? asked
                : Optional.of(write(answered(asked.get(), Standing.CONSENTED, Optional.empty()), always()));
    }

    /** The same; {@code until} is at most {@link #MOST_POSTPONED} from now, in whole seconds. */
    public Optional<Question> postpone(Instant until) throws IOException {
        Optional<Question> asked = question();
        Instant second = Instant.ofEpochSecond(until.getEpochSecond());
        return asked.isEmpty()
                ? asked
                : Optional.of(write(answered(asked.get(), Standing.POSTPONED, Optional.of(second)), always()));
    }

    /** Agrees to whatever will be asked, or no longer: for a device that has nobody to ask. */
    public void always(boolean always) throws IOException {
        Optional<Question> asked = question();
        if (asked.isPresent()) {
            write(asked.get(), always);
        } else {
            PropertyLines lines = PropertyLines.empty(file);
            if (always) {
                lines.put("always", "yes");
            }
            AtomicFile.write(file, lines.encode(), durability);
        }
    }

    /** The server knows how it stands. */
    public void told(Question question) throws IOException {
        write(new Question(question.update(), question.risk(), question.standing(), question.until(), true), always());
    }

    private boolean always() throws IOException {
        return Files.exists(file) && PropertyLines.read(file).get("always").isPresent();
    }

    private static Question answered(Question asked, Standing standing, Optional<Instant> until) {
        return new Question(asked.update(), asked.risk(), standing, until, false);
    }

    private Question write(Question question, boolean always) throws IOException {
        PropertyLines lines = PropertyLines.empty(file)
                .put("update", question.update())
                .put("risk", question.risk())
                .put("standing", question.standing().name());
        question.until().ifPresent(until -> lines.put("until", until.toString()));
        if (question.told()) {
            lines.put("told", "yes");
        }
        if (always) {
            lines.put("always", "yes");
        }
        AtomicFile.write(file, lines.encode(), durability);
        return question;
    }
}

package dev.muster.cli;

import java.net.BindException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Turns whatever went wrong into one sentence that names the thing a person can change. */
final class Sentence {

    /** Deep enough for every chain seen; a bound so that a cyclic chain of causes ends. */
    private static final int CAUSES_MAX = 16;

    private Sentence() {}

    static String of(Throwable problem) {
        Throwable at = problem;
        for (int depth = 0; depth < CAUSES_MAX && at != null; depth++) {
            String known = known(at);
            if (known != null) {
                return known;
            }
            at = at.getCause();
        }
        String message = problem.getMessage();
        return message == null || message.isBlank()
                ? "It failed with " + problem.getClass().getSimpleName() + "; MUSTER_DEBUG=1 shows where."
                : firstLine(message);
    }

    private static @org.jspecify.annotations.Nullable String known(Throwable at) {
        String message = at.getMessage() == null ? "" : at.getMessage();
        return switch (at) {
            case CommandFailed failed -> message;
            case BindException bind ->
                "The port is already in use by another program (" + firstLine(message) + "); choose another one.";
            case ConnectException refused -> "No server answers at that address; is `muster up` running?";
            case HttpTimeoutException slow -> "The server did not answer in time.";
            case SSLException tls ->
                "The TLS connection failed: " + firstLine(message)
                        + (message.contains("PKIX") ? "; name the server's own authority with --ca." : ".");
            case AccessDeniedException denied -> "No permission to read or write " + denied.getFile() + ".";
            case NoSuchFileException missing -> "There is no file " + missing.getFile() + ".";
            case FileAlreadyExistsException there -> there.getFile() + " already exists.";
            case FileSystemException system -> diskFull(message) ? full(system.getFile()) : firstLine(message) + ".";
            // Of a database's exceptions too, by their words: a device has no java.sql, and a class that names it has
            // no answer.
            default -> diskFull(message) ? full(null) : null;
        };
    }

    private static boolean diskFull(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("no space left") || lower.contains("disk is full") || lower.contains("sqlite_full");
    }

    private static String full(@org.jspecify.annotations.Nullable String file) {
        return "The disk is full" + (file == null ? "" : " (writing " + file + ")")
                + "; free some space and start again.";
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}

package dev.muster.server.http;

/** Answers one request. May block; throws {@link Refused} to answer with a problem. */
@FunctionalInterface
public interface Handler {
    Response handle(Request request);
}

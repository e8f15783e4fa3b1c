package dev.muster.server.http;

/** Thrown by a handler or gate to answer with a problem. Carries no stack trace: it is an answer, not a fault. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refused(Problem problem) {
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}

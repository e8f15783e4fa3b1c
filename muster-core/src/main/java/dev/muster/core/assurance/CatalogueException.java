package dev.muster.core.assurance;

/** A catalogue file that cannot be taken: says the file, the line (from 1) and the reason. Loading stops there. */
public final class CatalogueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;

    /** @param line from 1; 0 when the fault is not in one line */
    public CatalogueException(String file, int line, String reason) {
        super(file + ":" + line + ": " + reason);
        this.file = file;
        this.line = line;
    }

    /** Name of the file at fault. */
    public String file() {
        return file;
    }

    /** Line at fault, from 1; 0 when the fault is not in one line. */
    public int line() {
        return line;
    }
}

package dev.muster.agent.state;

/** One of the two places where a firmware image can lie. */
public enum Slot {
    A("slot-a"),
    B("slot-b");

    private final String folder;

    Slot(String folder) {
        this.folder = folder;
    }

    /** The folder's name below {@link DeviceRoots#slots()}. */
    public String folder() {
        return folder;
    }

    public Slot other() {
        return this == A ? B : A;
    }
}

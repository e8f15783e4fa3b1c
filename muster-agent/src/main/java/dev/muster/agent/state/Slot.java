package dev.muster.agent.state;

/** One of the two places where a firmware image can lie. */
public enum Slot {
    A("slot-a", 0),
    B("slot-b", 1);

    private final String folder;
    private final int number;

    Slot(String folder, int number) {
        this.folder = folder;
        this.number = number;
    }

    /** The folder's name below {@link DeviceRoots#slots()}. */
    public String folder() {
        return folder;
    }

    /** How manifests and superblocks call it. */
    public int number() {
        return number;
    }

    /** @throws IllegalArgumentException for anything but 0 and 1 */
    public static Slot ofNumber(long number) {
        if (number != 0 && number != 1) {
            throw new IllegalArgumentException("no slot " + number);
        }
        return number == 0 ? A : B;
    }

    public Slot other() {
        return this == A ? B : A;
    }
}

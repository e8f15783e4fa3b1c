package dev.muster.format.network.packet;

/** Who sends the packet that opens a flow. */
public enum Way {
    FROM_DEVICE,
    TO_DEVICE
}

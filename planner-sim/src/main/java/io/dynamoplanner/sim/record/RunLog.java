package io.dynamoplanner.sim.record;

import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a policy did and said, and how often it changed its mind. */
public final class RunLog {
    private final double fromS;
    private final double endS;
    private final List<RunRecord.Change> changes = new ArrayList<>();
    private final List<RunRecord.Note> notes = new ArrayList<>();
    private final Map<Role, Boolean> lastWasGrowth = new HashMap<>();
    private List<String> lastNotes = List.of();
    private int directionChanges;
    private int counted;

    /**
     * @param fromS end of the warm-up, s; changes before it are recorded and not counted
     * @param endS planned end of the run, s; what a policy does after it is not recorded
     */
    public RunLog(double fromS, double endS) {
        this.fromS = fromS;
        this.endS = endS;
    }

    /** Records a change of a role's target. */
    public void change(RunRecord.Change change) {
        if (change.atS() > endS) {
            return;
        }
        changes.add(change);
        boolean growth = change.to() > change.from();
        Boolean before = lastWasGrowth.put(change.role(), growth);
        if (change.atS() < fromS) {
            return;
        }
        counted++;
        if (before != null && before != growth) {
            directionChanges++;
        }
    }

    /** Records the notes of one decision; a note that the decision before had too is not repeated. */
    public void notes(double atS, List<String> texts) {
        for (String text : texts) {
            if (atS <= endS && !lastNotes.contains(text)) {
                notes.add(new RunRecord.Note(atS, text));
            }
        }
        lastNotes = texts;
    }

    /** Records something that the simulation itself has to say. */
    public void note(double atS, String text) {
        notes.add(new RunRecord.Note(atS, text));
    }

    public List<RunRecord.Change> changes() {
        return List.copyOf(changes);
    }

    public List<RunRecord.Note> notes() {
        return List.copyOf(notes);
    }

    /** Changes after the warm-up. */
    public int countedChanges() {
        return counted;
    }

    /** Those of them whose direction is opposite to the one before in the same role. */
    public int directionChanges() {
        return directionChanges;
    }
}

package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;
import io.dynamoplanner.data.config.type.ChoiceType;
import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.ListType;
import io.dynamoplanner.data.config.type.Member;
import io.dynamoplanner.data.config.type.ReadScope;
import io.dynamoplanner.data.config.type.RecordType;
import io.dynamoplanner.data.config.type.Struct;
import io.dynamoplanner.data.config.type.StructType;
import io.dynamoplanner.data.document.SourceNode;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A recurring time in UTC in which the planner scales less or not at all.
 *
 * @param start first minute of the window
 * @param end first minute after it; not after {@code start} means on the following day
 * @param days the days on which the window starts, sorted
 * @param allow what may still happen
 */
public record FreezeWindow(LocalTime start, LocalTime end, List<DayOfWeek> days, Allowed allow) {
    public FreezeWindow {
        days = days.stream().distinct().sorted().toList();
    }

    /** What a freeze lets through. */
    public enum Allowed implements Choice {
        /** Nothing. */
        NONE,
        /** More replicas, never fewer. */
        GROWTH
    }

    private enum Day implements Choice {
        MON(DayOfWeek.MONDAY),
        TUE(DayOfWeek.TUESDAY),
        WED(DayOfWeek.WEDNESDAY),
        THU(DayOfWeek.THURSDAY),
        FRI(DayOfWeek.FRIDAY),
        SAT(DayOfWeek.SATURDAY),
        SUN(DayOfWeek.SUNDAY);

        private final DayOfWeek dayOfWeek;

        Day(DayOfWeek dayOfWeek) {
            this.dayOfWeek = dayOfWeek;
        }

        static List<Day> of(List<DayOfWeek> days) {
            return Arrays.stream(values())
                    .filter(day -> days.contains(day.dayOfWeek))
                    .toList();
        }

        DayOfWeek dayOfWeek() {
            return dayOfWeek;
        }
    }

    private static final Member<LocalTime> START =
            Member.required("start", new TimeOfDayType(false), "first minute, UTC, such as '22:00'");
    private static final Member<LocalTime> END =
            Member.required("end", new TimeOfDayType(true), "first minute after it, UTC, such as '06:00' or '24:00'");
    private static final Member<List<Day>> DAYS = Member.of(
            "days", ListType.of(ChoiceType.of(Day.class)), Arrays.asList(Day.values()), "Days on which it starts.");
    private static final Member<Allowed> ALLOW =
            Member.of("allow", ChoiceType.of(Allowed.class), Allowed.GROWTH, "What may still happen.");

    static final FieldType<FreezeWindow> TYPE =
            new RecordType<>(StructType.of(START, END, DAYS, ALLOW), FreezeWindow::assemble, FreezeWindow::struct);

    private static Optional<FreezeWindow> assemble(Struct struct, SourceNode node, ReadScope scope) {
        LocalTime start = struct.get(START);
        LocalTime end = struct.get(END);
        boolean wholeDay = start.equals(LocalTime.MIDNIGHT) && end.equals(LocalTime.MIDNIGHT);
        if (start.equals(end) && !wholeDay) {
            scope.conflict(node, "start and end are the same", "use 00:00 and 24:00 for a whole day");
            return Optional.empty();
        }
        if (struct.get(DAYS).isEmpty()) {
            scope.conflict(node, "has no days", "name at least one day or leave 'days' out");
            return Optional.empty();
        }
        return Optional.of(new FreezeWindow(
                start, end, struct.get(DAYS).stream().map(Day::dayOfWeek).toList(), struct.get(ALLOW)));
    }

    private Struct struct() {
        return new Struct(Map.of("start", start, "end", end, "days", Day.of(days), "allow", allow), Set.of());
    }
}

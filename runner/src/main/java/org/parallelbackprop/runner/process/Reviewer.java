package org.parallelbackprop.runner.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parallelbackprop.results.BuildId;
import org.parallelbackprop.results.Json;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.ResultsFolder;
import org.parallelbackprop.results.RunFolder;
import org.parallelbackprop.runner.toolkit.EngineRoom;
import org.parallelbackprop.runner.toolkit.Toolkit;

/** Looks at what a results folder holds of a plan. */
public final class Reviewer {

  private final Toolkit toolkit;
  private final Plan plan;
  private final ResultsFolder results;
  private final Map<String, String> buildByRoom = new HashMap<>();

  /** A reviewer of a plan's results. */
  public Reviewer(Toolkit toolkit, Plan plan, ResultsFolder results) {
    this.toolkit = toolkit;
    this.plan = plan;
    this.results = results;
  }

  /** Reviews of runs, in their order. */
  public List<RunReview> review(List<PlannedRun> runs) throws IOException {
    List<RunReview> reviews = new ArrayList<>();
    for (PlannedRun run : runs) {
      RunFolder folder = results.run(run.id());
      RunState state = RunState.of(run, folder);
      reviews.add(new RunReview(run, state, state.isDone() && isOfOtherBuild(run, folder)));
    }
    return reviews;
  }

  private boolean isOfOtherBuild(PlannedRun run, RunFolder folder) throws IOException {
    Optional<EngineRoom> room = toolkit.roomOf(plan.cell(run).settings().engine());
    if (room.isEmpty()) {
      return true;
    }
    String name = room.get().room().name();
    String current = buildByRoom.get(name);
    if (current == null) {
      current = BuildId.of(toolkit.workerClassPath(room.get()));
      buildByRoom.put(name, current);
    }
    return !Json.read(folder.manifest(), Manifest.class).build().id().equals(current);
  }
}

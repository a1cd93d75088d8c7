namespace AnomalyNotebooks;

/// <summary>
/// All that stands between flows and scores, not yet fitted: how flows become features and what is learnt from them.
/// A <see cref="FlowDetector"/> is one pipeline with one detector; a <see cref="DetectorEnsemble"/> joins several.
/// </summary>
public interface IFlowDetector
{
    /// <summary>The name in tables, legends and on the command line.</summary>
    string Name { get; }

    /// <summary>Learns what is normal.</summary>
    /// <param name="training">Normal flows to fit on.</param>
    /// <param name="heldOut">Other normal flows, for what must be measured on flows not fitted on, such as an ensemble's scales.</param>
    /// <param name="seed">Fixes every random choice: equal seeds and flows give equal bits.</param>
    /// <param name="cancellation">Stops the fit.</param>
    IFittedFlowDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default);

    /// <summary>The same without the three TTL features (<see cref="FeaturePipeline.TtlColumns"/>).</summary>
    IFlowDetector WithoutTtl();
}

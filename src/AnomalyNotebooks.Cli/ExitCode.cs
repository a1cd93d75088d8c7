namespace AnomalyNotebooks.Cli;

/// <summary>What the program returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>A cell failed, or something asked for could not be done.</summary>
    public const int Failed = 1;

    /// <summary>The command line does not say what it should.</summary>
    public const int Usage = 2;

    /// <summary>A time limit was reached.</summary>
    public const int TimedOut = 3;

    /// <summary>Nothing moved, but the data is not that of the committed outputs: what depends on it was not compared.</summary>
    public const int OtherData = 4;

    /// <summary>The user stopped the run (128 + the number of the interrupt signal, as shells have it).</summary>
    public const int Stopped = 130;
}

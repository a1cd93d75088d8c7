using System.Collections.Concurrent;
using AnomalyNotebooks.Engine;

namespace AnomalyNotebooks;

/// <summary>The engines that can be chosen by name. Another assembly adds its own once with <see cref="Register"/>.</summary>
public static class AutoencoderEngines
{
    private static readonly ConcurrentDictionary<string, IAutoencoderEngine> Known =
        new(StringComparer.OrdinalIgnoreCase) { [ManagedEngine.EngineName] = new ManagedEngine() };

    /// <summary>The engine of this library, written for this job in managed code.</summary>
    public static IAutoencoderEngine Managed => Known[ManagedEngine.EngineName];

    /// <summary>Names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds an engine under its name, in place of an earlier one of that name.</summary>
    public static void Register(IAutoencoderEngine engine) => Known[engine.Name] = engine;

    /// <summary>The engine called <paramref name="name"/>.</summary>
    /// <exception cref="AnomalyException">No engine of that name is registered.</exception>
    public static IAutoencoderEngine Named(string name) => Known.TryGetValue(name, out IAutoencoderEngine? engine)
        ? engine
        : throw new AnomalyException($"There is no autoencoder engine '{name}': known are {string.Join(", ", Names)}. An engine of another assembly has to be registered first (AutoencoderEngines.Register).");
}

namespace AnomalyNotebooks;

/// <summary>
/// Writes a <see cref="FittedTravellingDetector"/> into a bundle and reads it. What follows from the normals alone (contexts, points,
/// rarities,
/// neighbours) is not written: the normals are, the columns looked at, and all of it is made of them again, to the same bits.
/// </summary>
internal static class SavedTraffic
{
    public static void Write(FittedTravellingDetector detector, BundleWriter to)
    {
        FlowTable normals = detector.Traffic.Normals;
        FlowColumn[] columns = [.. detector.Traffic.Views.Select(view => view.Column)];
        to.Texts("columns", columns.Select(column => column.Name));
        to.Whole("normals", normals.Count);
        for (int c = 0; c < columns.Length; c++)
        {
            if (columns[c].IsText)
            {
                to.Texts(FormattableString.Invariant($"texts{c}"), normals.Category(columns[c].Name).Values);
                to.Integers(Column(c), normals.Category(columns[c].Name).Codes);
            }
            else
            {
                to.Doubles(Column(c), normals.Number(columns[c].Name));
            }
        }

        to.Number("unseen", detector.UnseenBefore);
        to.Whole("members", detector.Parts.Count);
        for (int m = 0; m < detector.Parts.Count; m++)
        {
            BundleWriter inside = to.Inside(Member(m));
            TravellingPart part = detector.Parts[m];
            inside.Text("member", part.Member.GetType().Name);
            inside.Number("weight", part.Weight);
            inside.Scale("scale", part.Scale);
            if (part.Member is TreesMember trees) inside.Part("model", trees.Trees);
            if (part.Member is MixtureMember mixture) inside.Part("model", mixture.Mixture);
            if (part.Member is NetworkMember network) inside.Network("network", network.Network);
        }
    }

    public static FittedTravellingDetector Read(BundleReader from)
    {
        NormalTraffic traffic = ReadTraffic(from);
        return new FittedTravellingDetector(traffic, [.. Enumerable.Range(0, from.Whole("members", 1, 100)).Select(m =>
        {
            BundleReader inside = from.Inside(Member(m));
            string kind = inside.Text("member");
            ITravellingMember member = kind switch
            {
                nameof(NearMember) => new NearMember(traffic),
                nameof(NearRarityMember) when traffic.Rarity.Sizes.Length > 0 => new NearRarityMember(traffic),
                nameof(TreesMember) => new TreesMember(inside.Part<FittedSwapDiscriminator>("model")),
                nameof(MixtureMember) => ReadMixture(inside, traffic),
                nameof(NetworkMember) => ReadNetwork(inside, traffic),
                _ => throw inside.Bad("member", $"is a '{kind}', which this version of the library does not know"),
            };
            return new TravellingPart(member, inside.Number("weight"), inside.Scale("scale"));
        })], from.Number("unseen"));
    }

    private static MixtureMember ReadMixture(BundleReader inside, NormalTraffic traffic)
    {
        FittedGaussianMixture mixture = inside.Part<FittedGaussianMixture>("model");
        return mixture.Names.SequenceEqual(traffic.Space.Names, StringComparer.Ordinal)
            ? new MixtureMember(mixture)
            : throw inside.Bad("model", "was fitted on other features");
    }

    private static NetworkMember ReadNetwork(BundleReader inside, NormalTraffic traffic)
    {
        Autoencoder network = inside.Network("network");
        return network.Features.SequenceEqual(traffic.Space.Names, StringComparer.Ordinal)
            ? new NetworkMember(network)
            : throw inside.Bad("network", "was fitted on other features");
    }

    private static NormalTraffic ReadTraffic(BundleReader from)
    {
        IReadOnlyList<string> names = from.Texts("columns");
        int rows = from.Whole("normals", 1);
        var numbers = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var texts = new Dictionary<string, CategoryColumn>(StringComparer.Ordinal);
        for (int c = 0; c < names.Count; c++)
        {
            FlowColumn column = from.Schema.Features.FirstOrDefault(known => known.Name == names[c])
                ?? throw from.Bad("columns", $"names '{names[c]}', which the schema has not");
            if (column.IsText)
            {
                IReadOnlyList<string> values = from.Texts(FormattableString.Invariant($"texts{c}"));
                texts[column.Name] = new CategoryColumn(from.Integers(Column(c), rows, 0, values.Count - 1), values);
            }
            else
            {
                numbers[column.Name] = from.DoublesOrMissing(Column(c), rows);
            }
        }

        var none = new CategoryColumn(new int[rows], [FlowSchema.Normal]);
        var normals = new FlowTable(new FlowOrigin("normals of a bundle", null, "", IsSynthetic: false), rows, numbers, texts, none,
            new bool[rows], schema: from.Schema);
        return NormalTraffic.Of(normals, [.. from.Schema.FeatureNames.Except(names, StringComparer.Ordinal)]);
    }

    private static string Column(int number) => FormattableString.Invariant($"column{number}");

    private static string Member(int number) => FormattableString.Invariant($"member{number}");
}

namespace AnomalyNotebooks.Tests.Detectors;

/// <summary>What every detector promises. A new detector is added by one line in <see cref="Detectors"/>.</summary>
public sealed class DetectorContractTest
{
    private static readonly Dictionary<string, PipelineDetector> Detectors = new(StringComparer.Ordinal)
    {
        ["PCA"] = new PcaDetector { Components = 2 },
        ["Mahalanobis"] = new PcaDetector { Mahalanobis = true },
        ["isolation forest"] = new IsolationForest(),
        ["Gaussian mixture"] = new GaussianMixture { Components = 3, PrincipalComponents = null },
        ["diagonal mixture"] = new GaussianMixture { Components = 3, PrincipalComponents = null, Diagonal = true },
        ["mixture of components"] = new GaussianMixture { Components = 3, PrincipalComponents = 3 },
        ["nearest neighbours"] = new NearestNeighbours(),
        ["autoencoder"] = new AutoencoderDetector { Options = new AutoencoderOptions { HiddenSizes = [8], CodeSize = 2, Epochs = 10 } },
    };

    private static readonly string[] Features = ["a", "b", "c", "d", "e", "f"];

    public static TheoryData<string> Names => [.. Detectors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Planted_outliers_score_above_all_but_a_few_normals(string name)
    {
        IFittedModel fitted = Detectors[name].Fit(Normals(400), seed: 1);
        double[] normals = fitted.Score(Normals(200, seed: 2)), outliers = fitted.Score(Outliers());
        double auroc = RocCurve.Between(normals, outliers).Auroc;
        Assert.True(auroc > 0.97, $"AUROC {auroc:F3}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_are_diverse_and_finite(string name)
    {
        double[] scores = Detectors[name].Fit(Normals(300), seed: 1).Score(Normals(200, seed: 2));
        Assert.All(scores, score => Assert.True(double.IsFinite(score)));
        Assert.True(scores.Distinct().Count() > 150, $"{scores.Distinct().Count()} distinct scores of 200: collapsed");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shuffled_labels_cannot_be_told(string name)
    {
        double[] scores = Detectors[name].Fit(Normals(300), seed: 1).Score(Normals(1000, seed: 2));
        bool[] labels = [.. new SeededRandom(7).Permutation(1000).Select(i => i < 500)];
        Assert.Equal(0.5, RocCurve.FromScores(scores, labels).Auroc, 0.06);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_seeds_give_equal_bits(string name)
    {
        FeatureMatrix train = Normals(300), query = Normals(100, seed: 2);
        Assert.Equal(Detectors[name].Fit(train, seed: 5).Score(query), Detectors[name].Fit(train, seed: 5).Score(query));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_thread_or_two_give_equal_bits(string name)
    {
        FeatureMatrix train = Normals(5000), query = Normals(3000, seed: 2);
        double[] Scores() => Detectors[name].Fit(train, seed: 5).Score(query);
        Assert.Equal(ThreadLimit.Run(1, Scores), ThreadLimit.Run(2, Scores));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rows_scored_together_do_not_change_a_score(string name)
    {
        FeatureMatrix query = Normals(37, seed: 2);
        IFittedModel fitted = Detectors[name].Fit(Normals(300), seed: 1);
        Assert.Equal(fitted.Score(query)[20..30], fitted.Score(query.Take([20, 21, 22, 23, 24, 25, 26, 27, 28, 29])));
        Assert.Empty(fitted.Score(query.Take([])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_input_is_left_as_it_is(string name)
    {
        FeatureMatrix train = Normals(200), query = Normals(50, seed: 2);
        float[] trainBefore = [.. train.Values], queryBefore = [.. query.Values];
        Detectors[name].Fit(train, seed: 1).Score(query);
        Assert.Equal(trainBefore, train.Values);
        Assert.Equal(queryBefore, query.Values);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_and_infinity_are_refused_with_row_and_feature(string name)
    {
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            FeatureMatrix rows = Normals(100);
            rows.Values[(40 * 6) + 2] = bad;
            IFittedModel fitted = Detectors[name].Fit(Normals(100), seed: 1);
            AnomalyException scoring = Assert.Throws<AnomalyException>(() => fitted.Score(rows)),
                fitting = Assert.Throws<AnomalyException>(() => Detectors[name].Fit(rows, seed: 1));
            Assert.Contains("row 40", scoring.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("'c'", scoring.Message, StringComparison.Ordinal);
            Assert.Contains("'c'", fitting.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Other_features_than_it_was_fitted_on_are_refused(string name)
    {
        IFittedModel fitted = Detectors[name].Fit(Normals(100), seed: 1);
        Assert.Throws<AnomalyException>(() => fitted.Score(new FeatureMatrix(new float[3], 1, ["a", "b", "c"])));
        AnomalyException swapped = Assert.Throws<AnomalyException>(() =>
            fitted.Score(new FeatureMatrix(new float[6], 1, ["a", "c", "b", "d", "e", "f"])));
        Assert.Contains("'c'", swapped.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_rows_or_no_features_are_refused(string name)
    {
        Assert.Throws<AnomalyException>(() => Detectors[name].Fit(new FeatureMatrix([], 0, Features), seed: 1));
        Assert.Throws<AnomalyException>(() => Detectors[name].Fit(new FeatureMatrix([], 100, []), seed: 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_single_row_constant_columns_and_duplicates_are_fitted_or_refused_in_words(string name)
    {
        FeatureMatrix[] odd =
        [
            Normals(1),
            new FeatureMatrix(new float[600], 100, Features),
            new FeatureMatrix([.. Enumerable.Range(0, 600).Select(i => i % 6 == 1 ? 3f : i)], 100, Features),
            Normals(50).Take([.. Enumerable.Range(0, 200).Select(i => i % 3)]),
        ];
        foreach (FeatureMatrix rows in odd)
        {
            try
            {
                Assert.All(Detectors[name].Fit(rows, seed: 1).Score(Normals(20, seed: 2)), score => Assert.True(double.IsFinite(score)));
            }
            catch (AnomalyException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cancelled_fit_stops(string name) =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Detectors[name].Fit(Normals(300), seed: 1, new CancellationToken(canceled: true)));

    // a, b and c say the same, d, e and f say another thing: outliers break the relations, or lie far out.
    private static FeatureMatrix Normals(int count, ulong seed = 1)
    {
        var random = new SeededRandom(seed);
        var values = new float[count * 6];
        for (int row = 0; row < count; row++)
        {
            double first = random.NextGaussian(), second = random.NextGaussian();
            for (int c = 0; c < 6; c++) values[(row * 6) + c] = (float)((c < 3 ? first : c == 3 ? -second : second)
                + (0.2 * random.NextGaussian()));
        }

        return new FeatureMatrix(values, count, Features);
    }

    private static FeatureMatrix Outliers() => new(
    [
        8, -8, 0, 0, 0, 0,
        0, 0, 0, 7, 7, 7,
        -9, 9, 9, 9, 6, -6,
        6, 6, -6, 0, 5, 5,
    ], 4, Features);
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace AnomalyNotebooks.Peers;

/// <summary>LightGBM itself, by the calls of its C interface, with ML.NET's settings; times in seconds.</summary>
internal sealed partial class LightGbm
{
    private const string Library = "lib_lightgbm";
    private const int Float32 = 0, RowMajor = 1, RawScore = 1;

    private float[] values = [], labels = [];
    private int rows, columns;
    private nint booster;

    /// <summary>Takes float32 numbers, row by row; every second row is of one class.</summary>
    public void Load(float[] numbers, int rowCount, int columnCount)
    {
        (values, rows, columns) = (numbers, rowCount, columnCount);
        labels = [.. Enumerable.Range(0, rows).Select(row => row % 2)];
    }

    /// <summary>Bins the numbers and grows the trees.</summary>
    public double Fit() => MlNetDetectors.Seconds(() =>
    {
        string parameters = string.Create(CultureInfo.InvariantCulture, $"objective=binary num_leaves=31 learning_rate=0.1 "
            + $"min_data_in_leaf=20 max_bin=255 num_threads={Environment.ProcessorCount} verbosity=-1");
        Check(LGBM_DatasetCreateFromMat(values, Float32, rows, columns, RowMajor, parameters, 0, out nint data));
        Check(LGBM_DatasetSetField(data, "label", labels, rows, Float32));
        Check(LGBM_BoosterCreate(data, parameters, out booster));
        for (int round = 0; round < 100; round++) Check(LGBM_BoosterUpdateOneIter(booster, out _));
        Check(LGBM_DatasetFree(data));
    });

    public double Score() => MlNetDetectors.Seconds(() =>
    {
        string parameters = string.Create(CultureInfo.InvariantCulture, $"num_threads={Environment.ProcessorCount}");
        Check(LGBM_BoosterPredictForMat(booster, values, Float32, rows, columns, RowMajor, RawScore, 0, -1, parameters, out _,
            new double[rows]));
    });

    private static void Check(int result)
    {
        if (result != 0) throw new InvalidOperationException(Marshal.PtrToStringUTF8(LGBM_GetLastError()));
    }

    [LibraryImport(Library)]
    private static partial nint LGBM_GetLastError();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetCreateFromMat(float[] data, int type, int rows, int columns, int isRowMajor, string parameters,
        nint reference, out nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetSetField(nint dataset, string name, float[] values, int count, int type);

    [LibraryImport(Library)]
    private static partial int LGBM_DatasetFree(nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterCreate(nint dataset, string parameters, out nint booster);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterUpdateOneIter(nint booster, out int isFinished);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterPredictForMat(nint booster, float[] data, int type, int rows, int columns, int isRowMajor,
        int kind, int firstRound, int rounds, string parameters, out long length, [Out] double[] scores);
}

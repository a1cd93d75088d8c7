namespace AnomalyNotebooks.Tests.Flows;

/// <summary>Small flow files made up for tests.</summary>
internal static class FlowCsv
{
    public static readonly string Header = string.Join(',', FlowSchema.UnswNb15.FeatureNames.Append("attack_cat").Append("label"));

    public const string NormalLine =
        "0.5,tcp,http,FIN,10,8,1000,2000,34,31,29,16000,32000,2,1,55.5,71.4,3,4,255,7,8,255,0.02,0.01,0.01,100,250,1,90,1,0,1,1,1,1,0,0,1,1,1,0,Normal,0";
    public const string AttackLine =
        "0.000011,udp,dns,INT,2,0,114,0,90909.0902,254,0,41454544,0,0,0,0.011,0,0,0,0,0,0,0,0,0,0,57,0,0,0,30,2,20,20,20,30,0,0,0,20,30,0,Generic,1";

    public static FlowTable Read(params string[] lines) => ReadText(string.Join('\n', lines) + "\n");

    public static FlowTable ReadText(string text) =>
        FlowReader.Read(System.Text.Encoding.UTF8.GetBytes(text), "flows.csv", FlowSchema.UnswNb15);

    public static FlowFormatException ErrorOf(params string[] lines) => Assert.Throws<FlowFormatException>(() => Read(lines));

    /// <summary>The line with the value of one column replaced.</summary>
    public static string With(this string line, string column, string value)
    {
        string[] fields = line.Split(',');
        fields[Array.IndexOf(Header.Split(','), column)] = value;
        return string.Join(',', fields);
    }
}
